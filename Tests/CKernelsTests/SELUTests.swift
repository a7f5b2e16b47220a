import CKernels
import Foundation
import Testing

struct SELUTests {
  private let scale = 1.0507009873554805
  private let alpha = 1.6732632423543772

  private func run(_ x: [Float], _ path: dl_path) -> (values: [Float], slopes: [Float]) {
    var (y, slopes) = ([Float](repeating: .nan, count: x.count), [Float](repeating: .nan, count: x.count))
    dl_selu_f32(x, &y, &slopes, x.count, path)
    return (y, slopes)
  }

  private var points: [Float] {
    (0..<8192).map { Float($0 - 4096) / 512 } + (0..<4096).map { Float($0 - 2048) / 32 }
  }

  @Test func `values and slopes stay within their bounds`() {
    let found = run(points, DL_PATH_FASTEST)
    for (index, point) in points.enumerated() {
      let x = Double(point)
      let value = x > 0 ? scale * x : scale * alpha * expm1(x)
      let slope = x > 0 ? scale : scale * alpha * exp(x)
      #expect((Double(found.values[index]) - value).magnitude <= 0x1p-22 * max(x.magnitude, 1), "at \(x)")
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
    let found = run([0, -0.0, .nan, .infinity, -.infinity] + [Float](repeating: 1, count: 11), DL_PATH_FASTEST).values
    #expect(found[0].bitPattern == 0 && found[1].bitPattern == 0)
    #expect(found[2].isNaN && found[3] == .infinity)
    #expect((Double(found[4]) + scale * alpha).magnitude < 1e-6)
  }
}

/// `dl_shift_noise` in panels of any width, with masks of any stride.
struct ShiftNoiseTests {
  @Test(arguments: [1, 15, 16, 17, 70])
  func `kept and dropped units are shifted, columns past the last stay 0`(columns: Int) {
    let (examples, positions) = (5, 3)
    let rows = examples * positions, panels = (columns + 15) / 16
    let words = (positions * columns + 63) / 64
    var bits = [UInt64](repeating: 0, count: examples * words + 1)
    for index in bits.indices { bits[index] = 0x9E37_79B9_7F4A_7C15 &* UInt64(index + 1) }
    func run(_ path: dl_path) -> [Float] {
      var values = [Float](repeating: 0, count: panels * rows * 16)
      for panel in 0..<panels {
        for row in 0..<rows {
          for lane in 0..<min(16, columns - panel * 16) { values[(panel * rows + row) * 16 + lane] = Float(row + lane) }
        }
      }
      bits.withUnsafeBufferPointer { bits in
        var noise = dl_noise(
          bits: bits.baseAddress, words: words, multipliers: nil, scale: 1, examples: examples, stride: columns)
        dl_shift_noise(&values, rows, columns, &noise, 0.5, -2, 0, panels, path)
      }
      return values
    }
    let found = run(DL_PATH_PORTABLE)
    for path in ProductsTests.paths { #expect(run(path) == found) }
    for panel in 0..<panels {
      for row in 0..<rows {
        for lane in 0..<16 {
          let value = found[(panel * rows + row) * 16 + lane], column = panel * 16 + lane
          guard column < columns else {
            #expect(value == 0)
            continue
          }
          let unit = row / examples * columns + column
          let isKept = bits[row % examples * words + unit / 64] >> UInt64(unit % 64) & 1 == 1
          #expect(value == Float(row + lane) + (isKept ? 0.5 : -2))
        }
      }
    }
  }
}
