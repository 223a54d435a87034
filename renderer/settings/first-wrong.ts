/** The first field that keeps a form from being saved gets the focus; asked for once it has been drawn as wrong. */
export const focusFirstWrong = (form: HTMLElement | null): void =>
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
