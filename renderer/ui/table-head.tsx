type Props = {
  /** In order; `false` entries are left out. */
  columns: readonly (string | false)[];
  /** The last column's name, for screen readers only: its buttons have their own labels. */
  actions?: string;
};

export function TableHead({ columns, actions }: Props) {
  return (
    <thead>
      <tr>
        {columns
          .filter((column) => column !== false)
          .map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        {actions !== undefined && (
          <th scope="col">
            <span className="spoken">{actions}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
