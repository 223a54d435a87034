import { z } from 'zod'

/** Who signs what is sent to a contact; not shown in the stream, where every reply has its author anyway. */
export const ChannelSignature = z.strictObject({
  /** The operator's name stands before the text. */
  isOn: z.boolean(),
  /** The line before the text, with the variable of the name in it. */
  form: z.string().trim().max(100),
  /** How a message in a group names its author to operators. */
  groupAuthor: z.enum(['name', 'phone']),
})
export type ChannelSignature = z.infer<typeof ChannelSignature>

export const defaultSignature: ChannelSignature = { isOn: false, form: '{{имя}}:', groupAuthor: 'name' }

/** The operator's name; both words mean the same. */
const names: ReadonlySet<string> = new Set(['имя', 'operator.name'])

const variable = /\{\{\s*([^{}]*?)\s*\}\}/gu

const variablesOf = (form: string): readonly string[] => [...form.matchAll(variable)].map(([, name = '']) => name)

/** What is wrong with a form that is to be used; null = nothing. */
export function signatureProblem({ isOn, form }: ChannelSignature): 'nameMissing' | 'unknownVariable' | null {
  const used = variablesOf(form)
  if (used.some((name) => !names.has(name))) return 'unknownVariable'
  return isOn && used.length === 0 ? 'nameMissing' : null
}

/** The line that signs a text of this operator; null = none. */
export const signatureLine = ({ isOn, form }: ChannelSignature, operatorName: string): string | null =>
  isOn ? form.replaceAll(variable, () => operatorName) : null

/** A text as the contact gets it. What has no words is not signed. */
export const signed = (text: string, line: string | null): string =>
  line === null || text === '' ? text : `${line}\n${text}`
