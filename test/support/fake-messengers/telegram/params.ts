import type { FakeRequest } from '../http'
import { parseMultipart, type SentFile } from '../multipart'
import { badRequest } from './refusals'

/** Parameters of a call, from a query, JSON, a form or a multipart body alike. */
export interface Params {
  readonly values: Readonly<Record<string, unknown>>
  readonly files: ReadonlyMap<string, SentFile>
}

const none: ReadonlyMap<string, SentFile> = new Map()

/** Objects and arrays among the fields of a form are JSON. */
function structure(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

export function paramsOf({ headers, body, query }: FakeRequest): Params {
  const type = headers['content-type'] ?? ''
  const asked = Object.fromEntries(query)
  if (type.startsWith('multipart/form-data')) {
    const form = parseMultipart(body, type)
    return { values: { ...asked, ...Object.fromEntries(form.fields) }, files: form.files }
  }
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { values: { ...asked, ...Object.fromEntries(new URLSearchParams(body.toString())) }, files: none }
  if (body.length === 0) return { values: asked, files: none }
  return { values: { ...asked, ...objectOf(body) }, files: none }
}

function objectOf(body: Buffer): object {
  try {
    const parsed: unknown = JSON.parse(body.toString())
    if (typeof parsed === 'object' && parsed !== null) return parsed
  } catch {
    // Answered below, as the service does.
  }
  throw badRequest("can't parse JSON object")
}

export function text({ values }: Params, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

export function number(params: Params, name: string): number | undefined {
  const value = Number(text(params, name))
  return text(params, name) !== undefined && Number.isFinite(value) ? value : undefined
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function object({ values }: Params, name: string): Record<string, unknown> | undefined {
  const value = structure(values[name])
  return isRecord(value) ? value : undefined
}

export function list({ values }: Params, name: string): readonly unknown[] | undefined {
  const value = structure(values[name])
  return Array.isArray(value) ? value : undefined
}
