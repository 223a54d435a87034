import { ImagePlus } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { OperatorId } from '#protocol/ids'
import { useAct } from '../../state/act'
import { useIsLive, useOperator, useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { OperatorAvatar } from '../../ui/OperatorAvatar'

interface Props {
  readonly operatorId: OperatorId
  readonly name: string
}

/** The picture of an operator, saved as soon as it is chosen. */
export function PictureField({ operatorId, name }: Props) {
  const { t } = useText()
  const act = useAct()
  const { platform } = useWindow()
  const isLive = useIsLive()
  const input = useRef<HTMLInputElement>(null)
  const errorId = useId()
  const [isWorking, setIsWorking] = useState(false)
  const [isRefused, setIsRefused] = useState(false)
  const hasPicture = useOperator(operatorId)?.picture != null
  const save = async (picture: string | null, done: string) => {
    await act({ kind: 'operator.picture', operatorId, picture }, { done })
  }
  const choose = async (file: File) => {
    setIsWorking(true)
    const picture = await platform.facePicture(file)
    setIsRefused(picture === null)
    if (picture !== null) await save(picture, t('settings.operators.pictureDone'))
    setIsWorking(false)
  }
  const reason = isLive ? null : t('settings.needsHub')
  return (
    <div className="flex items-center gap-4">
      <OperatorAvatar id={operatorId} name={name} size={56} />
      <div className="grid min-w-0 flex-1 gap-1.5">
        <div className="flex flex-wrap gap-2">
          <Button
            size="s"
            icon={<ImagePlus className="icon" aria-hidden="true" />}
            isWorking={isWorking}
            workingText={t('common.saving')}
            reason={reason}
            aria-describedby={isRefused ? errorId : undefined}
            onClick={() => input.current?.click()}
          >
            {t(hasPicture ? 'settings.operators.pictureChange' : 'settings.operators.pictureChoose')}
          </Button>
          {hasPicture ? (
            <Button
              size="s"
              look="ghost"
              reason={reason}
              onClick={() => void save(null, t('settings.operators.pictureGone'))}
            >
              {t('settings.operators.pictureDrop')}
            </Button>
          ) : null}
        </div>
        <p className="hint">{t('settings.operators.pictureHint')}</p>
        {isRefused ? (
          <p id={errorId} className="error" role="alert">
            {t('settings.operators.pictureWrong')}
          </p>
        ) : null}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('settings.operators.picture')}
        accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same file may be chosen again.
          event.target.value = ''
          if (file !== undefined) void choose(file)
        }}
      />
    </div>
  )
}
