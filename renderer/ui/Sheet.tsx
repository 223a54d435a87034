import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../text/i18n'
import { IconButton } from './IconButton'

interface Props {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly subtitle?: ReactNode
  readonly icon?: ReactNode
  readonly children: ReactNode
  readonly foot?: ReactNode
}

/** From the right, over the stream: the contact panel below 1180 px, forms of settings. */
export function Sheet({ isOpen, onClose, title, subtitle, icon, children, foot }: Props) {
  const { t } = useText()
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup className="sheet-over">
          <div className="sheet-head">
            {icon}
            <div className="min-w-0 flex-1">
              <Base.Title className="cut text-[15px] leading-5">{title}</Base.Title>
              {subtitle === undefined ? null : (
                <Base.Description className="text-small text-text-3">{subtitle}</Base.Description>
              )}
            </div>
            <IconButton
              label={t('common.close')}
              keys="escape"
              icon={<X className="icon" aria-hidden="true" />}
              onClick={onClose}
            />
          </div>
          {children}
          {foot === undefined ? null : <div className="sheet-foot">{foot}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
