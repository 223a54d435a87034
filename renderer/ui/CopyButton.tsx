import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../text/i18n'
import { Button } from './Button'

/** Puts a text on the clipboard and says so on itself until the pointer leaves. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useText()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    // A page served without https has no clipboard: there the text is marked and copied by hand.
    if (navigator.clipboard === undefined) return
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  const Icon = isCopied ? Check : Copy
  return (
    <Button
      size="s"
      icon={<Icon className="icon icon-s" aria-hidden="true" />}
      onClick={() => void copy()}
      onPointerLeave={() => setCopied(false)}
      onBlur={() => setCopied(false)}
    >
      <span aria-live="polite">{isCopied ? t('common.copied') : (label ?? t('common.copy'))}</span>
    </Button>
  )
}
