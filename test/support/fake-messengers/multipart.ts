export interface SentFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
}

export interface Form {
  readonly fields: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, SentFile>
}

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\r\\n]*))`, 'i').exec(header)
  return found?.[1] ?? found?.[2]
}

/** Parts of a multipart body, read byte by byte as a server of a messenger does; throws for what is no such body. */
export function parseMultipart(body: Buffer, contentType: string): Form {
  const boundary = parameter(contentType, 'boundary')
  if (boundary === undefined) throw new Error('multipart without a boundary')
  const fields = new Map<string, string>()
  const files = new Map<string, SentFile>()
  const mark = Buffer.from(`--${boundary}`)
  let start = body.indexOf(mark)
  while (start >= 0) {
    const from = start + mark.length
    if (body.subarray(from, from + 2).toString() === '--') return { fields, files }
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), from)
    if (next < 0) throw new Error('multipart that breaks off')
    addPart(body.subarray(from + 2, next), fields, files)
    start = next + 2
  }
  throw new Error('multipart without an end')
}

function addPart(part: Buffer, fields: Map<string, string>, files: Map<string, SentFile>): void {
  const gap = part.indexOf('\r\n\r\n')
  const head = part.subarray(0, gap).toString('utf8')
  const bytes = part.subarray(gap + 4)
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const name = parameter(disposition, 'name')
  if (name === undefined) throw new Error('a part without a name')
  const fileName = parameter(disposition, 'filename')
  const mediaType = /^content-type:\s*(.*)$/im.exec(head)?.[1]?.trim() ?? 'application/octet-stream'
  if (fileName === undefined) fields.set(name, bytes.toString('utf8'))
  else files.set(name, { name: fileName, mediaType, bytes: Buffer.from(bytes) })
}
