/** NU: promises of a reopened incident count anew, so every incident is measured again. */
export const measureAgain = 'UPDATE measured SET head = 0;';
