/** Settings screens. */
export const settings = {}
