import { z } from 'zod'

// The content policy forbids making functions of strings, which zod would use to parse faster. Each schema asks this when
// it is made, so every entry of a window imports this file before anything that makes one.
z.config({ jitless: true })
