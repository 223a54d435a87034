import { WebConnection } from '../WebConnection'
import type { MessengerSetup } from './messenger'

export const web: MessengerSetup = {
  messenger: 'web',
  purpose: (t) => t('messengers.web.purpose'),
  price: (t) => t('messengers.web.price'),
  who: (t) => t('messengers.web.who'),
  guideUrl: null,
  needsPublicAddress: false,
  form: { kind: 'own', Connection: WebConnection },
  chatUrl: (connection) => (connection.messenger === 'web' ? connection.tryUrl : null),
}
