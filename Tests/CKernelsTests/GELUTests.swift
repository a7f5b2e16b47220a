import CKernels
import Foundation
import Testing

struct GELUTests {
  private func run(_ x: [Float], _ path: dl_path) -> (values: [Float], slopes: [Float]) {
    var (y, slopes) = ([Float](repeating: .nan, count: x.count), [Float](repeating: .nan, count: x.count))
    dl_gelu_f32(x, &y, &slopes, x.count, path)
    return (y, slopes)
  }

  /// Dense where the function bends, out to where it is 0 or x.
  private var points: [Float] {
    (0..<8192).map { Float($0 - 4096) / 512 } + (0..<4096).map { Float($0 - 2048) / 64 }
  }

  @Test func `values and slopes stay within their bounds`() {
    let found = run(points, DL_PATH_FASTEST)
    for (index, point) in points.enumerated() {
      let x = Double(point)
      let share = erfc(-x / 2.0.squareRoot()) / 2
      let slope = share + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      #expect((Double(found.values[index]) - x * share).magnitude <= 0x1p-23 * max(x.magnitude, 1), "at \(x)")
      #expect((Double(found.slopes[index]) - slope).magnitude <= 0x1p-22, "slope at \(x)")
    }
  }

  @Test func `every path gives the same bits`() {
    let expected = run(points, DL_PATH_PORTABLE)
    for path in ProductsTests.paths {
      let found = run(points, path)
      #expect(found.values == expected.values && found.slopes == expected.slopes)
    }
  }

  @Test func `zero stays zero, and what is not finite stays so`() {
    let found = run([0, -0.0, .nan, .infinity] + [Float](repeating: -40, count: 12), DL_PATH_FASTEST).values
    #expect(found[0].bitPattern == 0 && found[1].bitPattern == 0)
    #expect(found[2].isNaN && found[3] == .infinity)
    #expect(found[4...].allSatisfy { $0.bitPattern == 0 })
  }
}
