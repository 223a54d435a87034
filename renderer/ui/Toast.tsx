import { Toast as Base } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useText } from '../text/i18n'

export interface ToastAct {
  readonly label: string
  readonly run: () => void
}

/** The fact, and the undo where there is one. One at a time, five seconds, longer while the pointer rests on it. */
export function useToasts(): { readonly show: (text: ReactNode, act?: ToastAct) => void } {
  const { add, close } = Base.useToastManager()
  return useMemo(
    () => ({
      show: (text: ReactNode, act?: ToastAct) => {
        const id = add({
          title: text,
          ...(act === undefined
            ? {}
            : {
                actionProps: {
                  children: act.label,
                  onClick: () => {
                    close(id)
                    act.run()
                  },
                },
              }),
        })
      },
    }),
    [add, close],
  )
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useText()
  return (
    <Base.Provider limit={1} timeout={5000}>
      {children}
      <Base.Portal>
        <Base.Viewport className="toasts" aria-label={t('common.toasts')}>
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function Toasts() {
  const { t } = useText()
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className="toast" swipeDirection="down">
      <Base.Content className="flex min-w-0 items-center gap-2 py-2">
        {/* The whole of it is its name: a dialog without one is announced as nothing. */}
        <Base.Title render={<p />} className="min-w-0" />
        {toast.actionProps === undefined ? null : <Base.Action className="toast-act" />}
        {/* Hidden by the library until the toast has the focus, though the Tab key comes to it: a button is there or it is not. */}
        <Base.Close
          className="grid size-6 flex-none place-items-center rounded-control"
          aria-hidden={false}
          aria-label={t('common.close')}
        >
          <X className="icon icon-s" aria-hidden="true" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
