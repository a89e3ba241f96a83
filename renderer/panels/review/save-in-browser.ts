// How a browser saves: a download for files, its own print dialog for PDF.

export function downloadFile(name: string, content: BlobPart, mediaType: string) {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next task; the address is of no more use.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** Prints a whole page from a frame that nobody sees and that runs no scripts. `title` says what it is to a screen reader. */
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
