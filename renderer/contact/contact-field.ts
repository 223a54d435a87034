import { ContactFields } from '#protocol/contact'

export const contactFields = ['name', 'phone', 'email', 'comment'] as const
export type ContactField = (typeof contactFields)[number]

export type FieldProblem = 'nameEmpty' | 'nameLong' | 'phone' | 'email' | 'commentLong'

export type ParsedField =
  | { readonly kind: 'fields'; readonly fields: ContactFields }
  | { readonly kind: 'problem'; readonly problem: FieldProblem }

function problemOf(field: ContactField, text: string): FieldProblem {
  switch (field) {
    case 'name':
      return text === '' ? 'nameEmpty' : 'nameLong'
    case 'phone':
    case 'email':
      return field
    case 'comment':
      return 'commentLong'
  }
}

/** What was typed into one field, as the hub takes it; emptied, a phone, e-mail or comment is gone. */
export function parseField(field: ContactField, typed: string): ParsedField {
  const text = typed.trim()
  const value = text === '' && field !== 'name' ? null : text
  const parsed = ContactFields.safeParse({ [field]: value })
  return parsed.success ? { kind: 'fields', fields: parsed.data } : { kind: 'problem', problem: problemOf(field, text) }
}
