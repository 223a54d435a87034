import type { Messenger } from '#protocol/channel'
import { max } from './max'
import type { MessengerSetup } from './messenger'
import { telegram } from './telegram'
import { viber } from './viber'
import { vk } from './vk'
import { web } from './web'
import { whatsapp } from './whatsapp'

/** Every messenger there is, in the order it is offered. */
export const messengers: Readonly<Record<Messenger, MessengerSetup>> = { web, telegram, vk, whatsapp, viber, max }
