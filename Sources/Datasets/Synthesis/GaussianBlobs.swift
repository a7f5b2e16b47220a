extension PlanarExamples {
  /// Four normal clouds of deviation .6 around the corners of a square of side 2.
  static let gaussianBlobs = PlanarExamples(
    name: "gaussian-blobs", classes: 4, horizontal: -3.5...3.5, vertical: -3.5...3.5,
    point: { label, _ in (label % 2 == 0 ? -1 : 1, label / 2 == 0 ? -1 : 1) },
    noise: 0.6)
}
