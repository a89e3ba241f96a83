/** SE3: ß is kept as ss, so every room is indexed again. */
export const searchAgain = 'UPDATE search_lines SET head = 0;';
