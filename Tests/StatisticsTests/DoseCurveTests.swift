import Randomness
import Testing

@testable import Statistics

struct DoseCurveTests {
  @Test
  func `fit and lack of fit agree with SciPy`() throws {
    try RandomCases(name: "dose-curve", function: 30).agree(near: 1e-12, columns: 0..<2) { random in
      let curve = try Self.curve(&random)
      return [curve.estimate(at: curve.doses[2]), curve.lackOfFitP]
    }
  }

  @Test
  func `the factor of the band agrees with the tube's, measured in ten times finer steps`() throws {
    try RandomCases(name: "dose-curve", function: 30).agree(relative: 1e-6, columns: 2..<3) { random in
      [try Self.curve(&random).critical]
    }
  }

  @Test
  func `the band is of the shape in blocks, of the curve in independent samples`() throws {
    let doses = [0.0, 0.25, 0.5, 0.75, 1]
    let blocks = [[9, 4, 2, 5, 8], [19, 13, 12, 13, 18.5], [5, 1, -3, 1, 4.5], [7, 2, 1, 1.5, 6]]
    let shape = try #require(DoseCurve(doses: doses, blocks: blocks))
    let whole = try #require(DoseCurve(doses: doses, blocks: blocks, replicates: .independent))
    #expect(shape.degreesOfFreedom == 12 && whole.degreesOfFreedom == 15)
    #expect(agrees(shape.estimate(at: 0.4), whole.estimate(at: 0.4)))
    // Seeds differ by ten, doses within a seed by one.
    #expect(width(shape.band(at: 0.4)) < 5 && width(whole.band(at: 0.4)) > 10)
    // Wider than Student's t, narrower than Scheffé.
    let t = StudentT(degreesOfFreedom: 15).quantile(0.975)
    let scheffe = (3 * FisherF(numerator: 3, denominator: 15).quantile(0.95)).squareRoot()
    #expect(t < whole.critical && whole.critical < scheffe)
  }

  @Test(arguments: [DoseCurve.Replicates.independent, .blocks])
  func `the whole curve lies in the band as often as the level says`(replicates: DoseCurve.Replicates) throws {
    // The factor and the polynomials once; each trial makes the band by hand.
    let doses = [0.0, 0.1, 0.3, 0.5, 0.6, 0.9]
    let (seeds, trials, skipped) = (5, 1000, replicates == .blocks ? 1 : 0)
    let basis = PolynomialBasis(places: doses, degree: 2)
    let freedom: Double = replicates == .blocks ? 20 : 24
    let critical = SimultaneousFactor(
      dimensions: 3 - skipped, length: basis.pathLength(skipping: skipped), degreesOfFreedom: freedom
    ).critical(level: 0.95)
    let rows = doses.map { basis.values(at: $0) }
    let places = (0...60).map { Array(basis.values(at: 0.015 * Double($0)).dropFirst(skipped)) }
    var covered = 0
    for trial in 0..<trials {
      // Noise alone, so that the true curve, or its shape, is 0.
      let table = noise(seeds: seeds, doses: 6, trial: trial, seedSpread: replicates == .blocks ? 3 : 0)
      let fit = try #require(TwoWay(table))
      let variance = replicates == .blocks ? fit.residualVariance : within(table, fit.levelMeans) / freedom
      let error: Double = (variance / Double(seeds)).squareRoot()
      let coefficients = (skipped..<3).map { term in dot(rows.map { $0[term] }, fit.levelMeans) }
      let inside = places.allSatisfy { values in
        let reach: Double = critical * error * dot(values, values).squareRoot()
        return dot(values, coefficients).magnitude <= reach
      }
      if inside { covered += 1 }
    }
    // 95 %; the tube is a close bound. Four standard errors are 2.8 points.
    #expect((0.925...0.985).contains(Double(covered) / Double(trials)), "\(covered)")
  }

  @Test
  func `the band is the one whose coverage is simulated`() throws {
    let doses = [0.0, 0.1, 0.3, 0.5, 0.6, 0.9]
    let table = (0..<4).map { seed in (0..<6).map { Double((seed * 7 + $0 * 5) % 11) } }
    let curve = try #require(DoseCurve(doses: doses, blocks: table))
    let basis = PolynomialBasis(places: doses, degree: 2)
    let fit = try #require(TwoWay(table))
    let values = Array(basis.values(at: 0.2).dropFirst())
    let half: Double = curve.critical * (fit.residualVariance / 4).squareRoot() * dot(values, values).squareRoot()
    #expect(agrees(width(curve.band(at: 0.2)), 2 * half))
    #expect(
      agrees(
        curve.critical,
        SimultaneousFactor(
          dimensions: 2, length: basis.pathLength(skipping: 1), degreesOfFreedom: 15
        ).critical(level: 0.95)))
  }

  @Test
  func `a line in blocks needs no more than Student's t`() throws {
    let curve = try #require(DoseCurve(doses: [0, 1, 2], blocks: [[1, 2, 4], [2, 2, 5], [0, 3, 3]], degree: 1))
    #expect(agrees(curve.critical, StudentT(degreesOfFreedom: 4).quantile(0.975)))
  }

  @Test
  func `without a spread the band has no width; too little has no curve`() throws {
    let exact = try #require(DoseCurve(doses: [0, 1, 2, 3], blocks: [[0, 1, 4, 9], [1, 2, 5, 10]]))
    let band = exact.band(at: 1.5)
    #expect(width(band) == 0 && agrees(band.estimate, 2.75) && exact.lackOfFitP == nil)
    #expect(DoseCurve(doses: [0, 1, 2], blocks: [[1, 2, 3]]) == nil)
    #expect(DoseCurve(doses: [0, 1], blocks: [[1, 2], [3, 4]]) == nil)
    #expect(DoseCurve(doses: [0, 1, 1], blocks: [[1, 2, 3], [3, 4, 5]]) == nil)
    #expect(DoseCurve(doses: [0, 1, .nan], blocks: [[1, 2, 3], [3, 4, 5]]) == nil)
    #expect(DoseCurve(doses: [0, 1, 2], blocks: [[1, 2, 3], [3, 4, .infinity]]) == nil)
    #expect(DoseCurve(doses: [0, 1, 2], blocks: [[1, 2, 3], [3, 4, 6]])?.lackOfFitP == nil)
  }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for (left, right) in zip(x, y) { sum += left * right }
    return sum
  }

  private func within(_ table: [[Double]], _ means: [Double]) -> Double {
    var sum = 0.0
    for row in table {
      let distances = zip(row, means).map { $0 - $1 }
      sum += dot(distances, distances)
    }
    return sum
  }

  private func noise(seeds: Int, doses: Int, trial: Int, seedSpread: Double) -> [[Double]] {
    let numbers = RandomPlan(seed: 12).resampling("band").normals(seeds * (doses + 1), step: trial)
    return (0..<seeds).map { seed in
      let level: Double = seedSpread * numbers[seeds * doses + seed]
      return (0..<doses).map { numbers[seed * doses + $0] + level }
    }
  }

  private func width(_ interval: Interval) -> Double { interval.high - interval.low }

  /// A curve over the doses and values that the generating script draws.
  private static func curve(_ random: inout Lcg) throws -> DoseCurve {
    let (blocks, count, degree) = (random.whole(3, 8), random.whole(5, 9), random.whole(2, 3))
    var doses: [Double] = []
    var sum = 0.0
    for _ in 0..<count {
      sum += 0.1 + random.uniform()
      doses.append(sum / 10)
    }
    let table = (0..<blocks).map { _ in random.bells(count) }
    return try #require(DoseCurve(doses: doses, blocks: table, degree: degree))
  }
}
