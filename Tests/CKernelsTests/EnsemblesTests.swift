import CKernels
import Foundation
import Testing

struct EnsemblesTests {
  /// The divergence of masks in two rows from the mean of what was added, three classes.
  private static func divergences(
    _ masked: [Double], _ sums: [Double], total: Double, isGeometric: Bool
  ) -> [Double] {
    var (scratch, found) = ([Double](repeating: 0, count: 6), [Double](repeating: .nan, count: 2))
    dl_divergence_from_masks(masked, sums, total, isGeometric, 2, 3, &scratch, &found)
    return found
  }

  /// ½ ln 2 + ½ ln ⅔ = ½ ln 4⁄3, a class that no mask gives counts nothing; equal laws lie in no distance.
  @Test func `the divergence of masks from a mean of probabilities is that by hand`() {
    let found = Self.divergences(
      [0.5, 0.5, 0, 0.125, 0.625, 0.25], [1, 3, 0, 0.5, 2.5, 1], total: 4, isGeometric: false)
    #expect((found[0] - 0.14384103622589045).magnitude < 1e-15)
    #expect(found[1] == 0)
  }

  /// Logits ln 1, ln 2, ln 5 are probabilities ⅛, ¼, ⅝; a constant added to all is no matter.
  @Test func `the divergence of masks from a mean of logits is that from their softmax`() {
    let logits = [1.0, 2, 5].map { log($0) }
    let found = Self.divergences(
      [0.125, 0.25, 0.625, 0.5, 0.5, 0], logits.map { 3 * $0 } + logits.map { 3 * $0 + 21 }, total: 3,
      isGeometric: true)
    #expect(found[0].magnitude < 1e-15)
    #expect((found[1] - (0.5 * log(4) + 0.5 * log(2))).magnitude < 1e-15)
  }

  @Test func `a class that masks give and the mode rules out is infinitely far, unless logits say how far`() {
    let sums = [Double](repeating: 1, count: 3) + [1, 1, 0]
    #expect(Self.divergences([1, 0, 0, 0, 0, 1], sums, total: 1, isGeometric: false)[1] == .infinity)
    let far = Self.divergences([1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, -900], total: 1, isGeometric: true)
    #expect((far[1] - 900 - log(2)).magnitude < 1e-9)
  }
}
