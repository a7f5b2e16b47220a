import CKernels

extension PlanarExamples {
  /// Two interleaved half circles of radius 1 with noise of .2: (cos t, sin t) and (1 − cos t, ½ − sin t).
  static let twoMoons = PlanarExamples(
    name: "two-moons", classes: 2, horizontal: -1.75...2.75, vertical: -2...2.5,
    point: { label, uniform in
      let angle = uniform * .pi
      let (x, y) = (dl_cos(angle), dl_sin(angle))
      return label == 0 ? (x, y) : (1 - x, 0.5 - y)
    },
    noise: 0.2)
}
