import type { Attachment } from '#protocol/attachment'
import type { Outcome } from '#protocol/errors'
import type { UploadId } from '#protocol/ids'
import type { SignedIn, SignIn, SignInByLink } from '#protocol/sign-in'

/** Which hub, and as whom: null when the browser's cookie says it. */
export interface HubAddress {
  readonly hubUrl: string
  readonly token: string | null
}

/** What one says to the hub outside the socket. A hub that cannot be reached is the refusal NOT_CONNECTED. */
export interface HubHttp {
  signIn(hubUrl: string, input: SignIn): Promise<Outcome<SignedIn>>
  signInByLink(hubUrl: string, input: SignInByLink): Promise<Outcome<SignedIn>>
  signOut(hub: HubAddress): Promise<Outcome<null>>
  createUpload(
    hub: HubAddress,
    file: { readonly name: string; readonly mediaType: string; readonly size: number },
  ): Promise<Outcome<{ readonly uploadId: UploadId; readonly offset: number }>>
  /** How much of it the hub has; UPLOAD_UNKNOWN when it has forgotten it. */
  uploadOffset(hub: HubAddress, uploadId: UploadId): Promise<Outcome<number>>
  /** Sends what follows `offset`; the attachment comes with the last of it. */
  uploadChunk(
    hub: HubAddress,
    uploadId: UploadId,
    offset: number,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Outcome<{ readonly offset: number; readonly attachment: Attachment | null }>>
}
