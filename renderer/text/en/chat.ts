/** The stream and the composer. */
export const chat = {}
