export const checklist = {
  startChecklistFrom: 'Start a checklist from a playbook',
  panels: 'Panels',
  attachPlaybookThat: 'Attach the playbook that fits best',
  of: (count: string | number, count2: string | number) => `${count} of ${count2}`,
  skippedBy: 'skipped by ',
};
