// The import for code that serves the routes or reads their declarations.
export { routes } from '../all-routes.ts';
