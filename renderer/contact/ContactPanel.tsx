import { useOpened, useReady, WhenOpened } from '../state/conversation'
import { useHubNow } from '../state/hooks'
import { useText } from '../text/i18n'
import { Earlier } from './Earlier'
import { EditableField } from './EditableField'
import { Fact, Facts } from './Facts'
import { Identities } from './Identities'
import { Parts } from './Parts'
import './contact.css'

/** Who writes, who answers, what is known: the column at the right, or a sheet over the stream. */
export function ContactPanel() {
  const { t } = useText()
  return (
    <aside className="panel scroll" data-column="panel" aria-label={t('contact.panel')} tabIndex={-1}>
      <WhenOpened otherwise={<NotOpened />}>
        <ContactSection />
        <Parts />
        <Facts />
        <Earlier />
      </WhenOpened>
    </aside>
  )
}

function NotOpened() {
  const { t } = useText()
  const isOpening = useOpened((state) => state.kind === 'opening')
  if (!isOpening) return <p className="psec text-text-3">{t('contact.unavailable')}</p>
  return (
    <div className="psec grid gap-3.5" aria-hidden="true">
      <span className="skel w-3/5" />
      <span className="skel w-4/5" />
      <span className="skel w-2/3" />
      <span className="skel w-3/4" />
    </div>
  )
}

function ContactSection() {
  const { t, format } = useText()
  const { contact, row } = useReady()
  const now = useHubNow(60_000)
  const since = t('contact.since', { count: contact.inquiries, date: format.day(contact.createdAt, now) })
  return (
    <section className="psec" aria-label={t('contact.section.contact')}>
      <EditableField field="name" isHead />
      <p className="panel-since">{row.isGroup ? t('contact.group') : since}</p>
      <dl className="facts">
        <Fact label={t('contact.field.phone')}>
          <EditableField field="phone" />
        </Fact>
        <Fact label={t('contact.field.email')}>
          <EditableField field="email" />
        </Fact>
        {contact.identities.length === 0 ? null : (
          <Fact label={t('contact.field.identities')}>
            <span className="grid min-w-0 gap-1">
              <Identities />
            </span>
          </Fact>
        )}
        <Fact label={t('contact.field.comment')}>
          <EditableField field="comment" />
        </Fact>
      </dl>
    </section>
  )
}
