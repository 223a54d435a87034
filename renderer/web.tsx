import { mount } from './app'

mount('web')
