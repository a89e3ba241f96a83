// Whoever serves the routes or reads what they say finds them here; the list is beside the wings.
export { routes } from '../all-routes.ts';
