import CKernels
import Testing

/// Convolutions keep the rule of the core: one chain per output, so every way of computing them gives the same bits.
struct ConvolutionsTests {
  static let paths = [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4, DL_PATH_FASTEST]

  @Test(arguments: Geometry.all)
  func `every product on every path gives the bits of a scalar chain`(geometry: Geometry) {
    let fixture = ConvolutionFixture(geometry)
    let expected = fixture.chains(Float.self)
    for path in Self.paths {
      let run = ConvolutionRun(fixture, path: path)
      #expect(run.forward() == expected.forward, "forward \(path)")
      #expect(run.inputGradient() == expected.inputGradient, "input gradient \(path)")
      #expect(run.weightGradient() == expected.weightGradient, "weight gradient \(path)")
      guard geometry.inputs <= Int(DL_MOST_IMAGE_CHANNELS) else { continue }
      #expect(run.imageForward() == expected.forward, "forward from images \(path)")
      #expect(run.imageWeightGradient() == expected.weightGradient, "weight gradient from images \(path)")
    }
  }

  @Test(arguments: Geometry.all, [0.6, 0.1])
  func `skipping zeros gives the bits of multiplying by them`(geometry: Geometry, density: Double) {
    let fixture = ConvolutionFixture(geometry, density: density)
    let dense = ConvolutionRun(fixture)
    let (forward, inputGradient, weightGradient) = (dense.forward(), dense.inputGradient(), dense.weightGradient())
    for (path, threads) in [(DL_PATH_PORTABLE, 1), (DL_PATH_V3, 3), (DL_PATH_V4, 1), (DL_PATH_FASTEST, 3)] {
      let run = ConvolutionRun(fixture, path: path, offset: threads - 1, threads: threads)
      #expect(run.listsForward() == forward, "forward \(path)")
      #expect(run.listsInputGradient() == inputGradient, "input gradient \(path)")
      #expect(run.listsWeightGradient() == weightGradient, "weight gradient \(path)")
      #expect(run.inputListsWeightGradient() == weightGradient, "weight gradient by input \(path)")
      #expect(run.imageListsWeightGradient() == weightGradient, "weight gradient by image \(path)")
    }
  }

  @Test
  func `zeros are skipped where there are enough of them to pay`() {
    // 64 channels under a 5 × 5 kernel behind pooling, ReLU and dropped channels, and the same dense.
    #expect(dl_convolution_runs_from_lists(13, 100, 64, 5) == 1)
    #expect(dl_convolution_runs_from_lists(90, 100, 64, 5) == 0)
    // Few channels and one tap give lists too short to begin.
    #expect(dl_convolution_runs_from_lists(13, 100, 16, 1) == 0)
    #expect(dl_convolution_runs_from_lists(5, 100, 16, 5) == 0)
    #expect(dl_convolution_runs_from_lists(0, 0, 64, 5) == 0)
  }

  @Test(arguments: [16, 1600, 160_000])
  func `a sample counts all of a small matrix and tells the density of a large one`(count: Int) {
    let values = PanelFixture(rows: count / 16, columns: 16, density: 0.3, seed: 5).values
    var sampled = 0
    let nonzero = dl_sample_nonzero(values, count, &sampled)
    if count <= 1600 { #expect(sampled == count && nonzero == values.count { $0 != 0 }) }
    // Six standard deviations of a binomial share.
    #expect((Double(nonzero) / Double(sampled) - 0.3).magnitude < 6 * (0.21 / Double(sampled)).squareRoot())
  }

  @Test(arguments: [2, 3, 4])
  func `any split over threads gives the same bits`(threads: Int) {
    for geometry in [Geometry.all[3], Geometry.all[5]] {
      let fixture = ConvolutionFixture(geometry)
      let whole = ConvolutionRun(fixture)
      let split = ConvolutionRun(fixture, threads: threads)
      #expect(split.forward() == whole.forward())
      #expect(split.inputGradient() == whole.inputGradient())
      #expect(split.weightGradient() == whole.weightGradient())
      guard geometry.inputs <= Int(DL_MOST_IMAGE_CHANNELS) else { continue }
      #expect(split.imageForward() == whole.imageForward())
      #expect(split.imageWeightGradient() == whole.imageWeightGradient())
    }
  }

  @Test(arguments: [1, 3, 8, 15])
  func `unaligned data gives the same bits`(offset: Int) {
    for geometry in [Geometry.all[1], Geometry.all[8]] {
      let fixture = ConvolutionFixture(geometry)
      let expected = fixture.chains(Float.self)
      for path in Self.paths {
        let run = ConvolutionRun(fixture, path: path, offset: offset)
        #expect(run.forward() == expected.forward)
        #expect(run.inputGradient() == expected.inputGradient)
        #expect(run.weightGradient() == expected.weightGradient)
        #expect(run.imageForward() == expected.forward)
        #expect(run.imageWeightGradient() == expected.weightGradient)
      }
    }
  }

  @Test(arguments: [Geometry.all[1], Geometry.all[2], Geometry.all[6]])
  func `products stay within the error bound of a sum of that length`(geometry: Geometry) {
    let fixture = ConvolutionFixture(geometry)
    let exact = fixture.chains(Double.self)
    let run = ConvolutionRun(fixture)
    // |x|, |w| and |dy| are at most 1/3 and a chain of t terms errs by at most t · 2⁻²⁴ · Σ|products| (Higham 2002, 3.1).
    func bound(_ terms: Int) -> Double { Double(terms) * 0x1p-24 * (Double(terms) / 9 + 1.0 / 3) }
    let terms = fixture.taps * fixture.shape.inputs + 1
    #expect(largestDifference(run.forward(), exact.forward) <= bound(terms))
    #expect(largestDifference(run.inputGradient(), exact.inputGradient) <= bound(fixture.taps * fixture.shape.outputs))
    let steps = fixture.outputPositions * fixture.shape.examples
    #expect(largestDifference(run.weightGradient(), exact.weightGradient) <= bound(steps))
  }

  @Test
  func `turned weights turn back`() {
    let fixture = ConvolutionFixture(Geometry.all[3])
    let run = ConvolutionRun(fixture)
    let taps = fixture.taps
    var back = [Float](repeating: .nan, count: dl_panels(33) * taps * 16 * 16)
    dl_convolution_transpose(run.transposed(), taps, 33, 16, &back, 0, dl_panels(16), DL_PATH_FASTEST)
    #expect(back == fixture.weights.panels())
  }

  private func largestDifference(_ found: [Float], _ exact: [Double]) -> Double {
    guard found.count == exact.count else { return .infinity }
    return zip(found, exact).map { (Double($0) - $1).magnitude }.max() ?? 0
  }
}
