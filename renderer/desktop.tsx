import { mount } from './app'

mount('desktop')
