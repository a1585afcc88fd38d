/** The data was sealed with another master key. */
export class WrongMasterKey extends Error {
  override readonly name = "WrongMasterKey";
}
