import Statistics
import Testing

struct WilcoxonTests {
  @Test
  func `exact p values without ties agree with SciPy to 25 pairs`() throws {
    try RandomCases(name: "wilcoxon-exact", function: 10).agree { random in
      let differences = random.bells(random.whole(1, 25))
      let found = try #require(Wilcoxon(try pairs(differences)))
      #expect(found.method == .exact && found.zeros == 0)
      return [found.statistic, found.p, found.greaterP]
    }
  }

  @Test
  func `with ties and zeros all signs are counted, after Pratt and with zeros dropped`() throws {
    try RandomCases(name: "wilcoxon-ties", function: 11).agree { random in
      let sample = try pairs(random.grid(random.whole(1, 9), 7).map { $0 - 3 })
      let pratt = try #require(Wilcoxon(sample))
      let drop = try #require(Wilcoxon(sample, zeros: .drop))
      return [pratt.statistic, pratt.greaterP, pratt.lessP, drop.statistic, drop.greaterP, drop.lessP]
    }
  }

  @Test
  func `the normal limit agrees with SciPy, after Pratt and with zeros dropped`() throws {
    try RandomCases(name: "wilcoxon-normal", function: 12).agree { random in
      let sample = try pairs(random.grid(random.whole(80, 100), 7).map { $0 - 2 })
      let pratt = try #require(Wilcoxon(sample))
      let drop = try #require(Wilcoxon(sample, zeros: .drop))
      #expect(pratt.method == .normal)
      return [pratt.statistic, pratt.greaterP, drop.statistic, drop.greaterP]
    }
  }

  @Test
  func `five pairs of one sign cannot reach .05`() throws {
    let five = try #require(Wilcoxon(try pairs([-1, -2, -3, -4, -5])))
    #expect(five.p == 0.0625 && five.lessP == 0.03125 && five.greaterP == 1 && five.statistic == 0)
  }

  @Test
  func `sizes that differ by rounding are tied`() throws {
    // The four differences are .02 up to the rounding of the subtraction.
    let sample = try #require(PairedSample([0.07, 0.06, 0.03, 0.11], minus: [0.05, 0.04, 0.01, 0.13]))
    #expect(Wilcoxon(sample)?.statistic == 7.5)
  }

  @Test
  func `no differences at all are no evidence, no pairs no answer`() throws {
    let same = try #require(Wilcoxon(try pairs([0, 0, 0])))
    #expect(same.p == 1 && same.greaterP == 1 && same.lessP == 1 && same.count == 0 && same.zeros == 3)
    #expect(Wilcoxon(try pairs([])) == nil)
    #expect(Wilcoxon(try pairs([2]))?.p == 1)
  }

  private func pairs(_ differences: [Double]) throws -> PairedSample {
    try #require(PairedSample(differences, minus: differences.map { _ in 0 }))
  }
}
