import {
  Archive,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideoCamera,
  type LucideIcon,
} from 'lucide-react'

const signs: readonly (readonly [RegExp, LucideIcon])[] = [
  [/^image\//, FileImage],
  [/^audio\//, FileMusic],
  [/^video\//, FileVideoCamera],
  [/sheet|excel|csv/, FileSpreadsheet],
  [/zip|rar|7z|tar|compressed/, Archive],
]

/** A sign for the kind of a file; the name beside it says what it is. */
export function FileSign({ mediaType }: { readonly mediaType: string }) {
  const Sign = signs.find(([pattern]) => pattern.test(mediaType))?.[1] ?? FileText
  return <Sign className="icon" aria-hidden="true" />
}
