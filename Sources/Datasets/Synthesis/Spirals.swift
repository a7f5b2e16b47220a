import CKernels

extension PlanarExamples {
  /// Three spiral arms, each one full turn from the middle to radius 1, with noise of .06.
  static let spirals = PlanarExamples(
    name: "spirals", classes: 3, horizontal: -1.3...1.3, vertical: -1.3...1.3,
    point: { label, uniform in
      // The square root of the uniform makes the points equally dense along the arm.
      let radius = uniform.squareRoot()
      let angle = 2 * .pi * (radius + Double(label) / 3)
      return (radius * dl_cos(angle), radius * dl_sin(angle))
    },
    noise: 0.06)
}
