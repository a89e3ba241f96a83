// How a browser saves: a download for files, its own print dialog for PDF.

export function downloadFile(name: string, content: BlobPart, mediaType: string) {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has started by the next task, so the URL can be released.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** Prints a page from a hidden frame that runs no scripts. `title` is the frame's accessible name. */
export function printPage(page: string, title: string) {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.tabIndex = -1;
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0';
  frame.srcdoc = page;
  frame.addEventListener('load', () => {
    const inside = frame.contentWindow;
    if (!inside) return;
    inside.addEventListener('afterprint', () => frame.remove());
    inside.print();
  });
  document.body.append(frame);
}
