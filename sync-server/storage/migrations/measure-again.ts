/** NU: promises of a reopened incident count again, so every incident is measured again. */
export const measureAgain = 'UPDATE measured SET head = 0;';
