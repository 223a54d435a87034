/** Vite gives the minified text; it becomes a constructed style sheet. */
declare module '*.css?inline' {
  const text: string

  // biome-ignore lint/style/noDefaultExport: Vite gives a style sheet's text as the module's default
  export default text
}
