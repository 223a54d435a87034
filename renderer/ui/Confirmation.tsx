import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import { Button } from './Button'
import { Dialog } from './Dialog'

export interface Question {
  /** The question, with the name of the thing in it. */
  readonly title: string
  /** What goes and what stays. */
  readonly text?: ReactNode
  /** The verb: «Отключить канал». */
  readonly act: string
  /** The other verb: «Не отключать». */
  readonly keep: string
  readonly isDangerous?: boolean
}

const Ask = createContext<(question: Question) => Promise<boolean>>(() => Promise.resolve(false))

/** Asks and answers whether the person said yes. Closing the dialog is no. */
export const useConfirmation = () => useContext(Ask)

interface Open extends Question {
  readonly answer: (yes: boolean) => void
}

export function ConfirmationProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState<Open | null>(null)
  const [isShown, setShown] = useState(false)
  const keepButton = useRef<HTMLButtonElement>(null)
  const ask = useCallback(
    (question: Question) =>
      new Promise<boolean>((answer) => {
        setOpen({ ...question, answer })
        setShown(true)
      }),
    [],
  )
  const settle = (yes: boolean) => {
    setShown(false)
    open?.answer(yes)
  }
  return (
    <Ask.Provider value={ask}>
      {children}
      {open === null ? null : (
        <Dialog
          isOpen={isShown}
          onClose={() => settle(false)}
          title={open.title}
          description={open.text}
          initialFocus={keepButton}
        >
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Button ref={keepButton} look="ghost" onClick={() => settle(false)}>
              {open.keep}
            </Button>
            <Button look={open.isDangerous === true ? 'dangerFill' : 'ink'} onClick={() => settle(true)}>
              {open.act}
            </Button>
          </div>
        </Dialog>
      )}
    </Ask.Provider>
  )
}
