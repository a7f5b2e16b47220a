import CKernels
import Randomness

/// Moves images by chance that is addressed by training step and position in the data set.
package struct Augmenter: Sendable {
  let motion: dl_motion
  let key: UInt64

  /// Makes the augmenter of a replicate from its augmentation stream.
  package init(_ augmentation: Augmentation, shape: ExampleShape, stream: RandomStream) {
    motion = dl_motion(
      height: shape.height, width: shape.width, channels: shape.channels, shift: augmentation.shift,
      rotation: augmentation.rotation * .pi / 180)
    key = stream.key
  }
}
