import Randomness
import Testing

@testable import Statistics

struct DunnettTests {
  @Test
  func `p values of the largest statistic agree with dense quadrature`() throws {
    try RandomCases(name: "dunnett", function: 22).agree(near: 1e-10, columns: 0..<2) { random in
      let (control, arms) = try Self.samples(&random)
      let freedom = ([control] + arms).reduce(0) { $0 + $1.count - 1 }
      let squares: Double = ([control] + arms).reduce(0) { $0 + ($1.variance ?? 0) * Double($1.count - 1) }
      let (sizeA, sizeC) = (Double(arms[0].count), Double(control.count))
      let error: Double = (squares / Double(freedom) * (1 / sizeA + 1 / sizeC)).squareRoot()
      let t: Double = (try #require(arms[0].mean) - #require(control.mean)) / error
      let loadings = arms.map { (Double($0.count) / (Double($0.count) + sizeC)).squareRoot() }
      let law = ManyToOne(loadings: loadings, degreesOfFreedom: Double(freedom))
      return [law.upper(t.magnitude, twoSided: true), law.upper(t, twoSided: false)]
    }
  }

  @Test
  func `contrasts of independent samples use that law, its factor and its bounds`() throws {
    try RandomCases(name: "dunnett", function: 22).agree(near: 1e-10, first: 60) { random in
      let (control, arms) = try Self.samples(&random)
      let found = try #require(Dunnett(control: control, arms: arms))
      let greater = try #require(Dunnett(control: control, arms: arms, alternative: .greater))
      return [found.contrasts[0].p, greater.contrasts[0].p, found.critical, found.contrasts[0].interval.low]
    }
  }

  private static func samples(_ random: inout Lcg) throws -> (control: Sample, arms: [Sample]) {
    let count = random.whole(2, 4)
    let control = try random.sample(random.whole(3, 8))
    return (control, try (0..<count).map { _ in try random.sample(random.whole(3, 8)) })
  }

  @Test
  func `arms on the same replicates and the best of them agree with dense quadrature`() throws {
    try RandomCases(name: "dunnett-paired", function: 23).agree(near: 1e-10, first: 60) { random in
      let (blocks, count) = (random.whole(3, 8), random.whole(2, 3))
      let table = (0..<blocks).map { _ in random.bells(count + 1) }
      let arms = (1...count).map { arm in table.map { $0[arm] } }
      let found = try #require(Dunnett(pairedControl: table.map { $0[0] }, arms: arms))
      let best = try #require(BestLevel(blocks: table))
      return [found.contrasts[0].p, best.allowance]
    }
  }

  @Test
  func `the printed factors of equal samples come out`() {
    // Dunnett 1964, table II, and 1955, table 1: α = .05.
    for (arms, freedom, twoSided, oneSided) in [(2, 10.0, 2.57, 2.15), (3, 5, 3.29, 2.68), (5, 20, 2.73, 2.39)] {
      let law = ManyToOne(loadings: Array(repeating: 0.5.squareRoot(), count: arms), degreesOfFreedom: freedom)
      #expect((law.critical(level: 0.95, twoSided: true) - twoSided).magnitude < 0.0051)
      #expect((law.critical(level: 0.95, twoSided: false) - oneSided).magnitude < 0.0051)
    }
  }

  @Test
  func `one arm is Student's t`() throws {
    let (control, arm) = (try finite([1, 2, 4, 3]), try finite([3, 5, 4.5]))
    let found = try #require(Dunnett(control: control, arms: [arm])).contrasts[0]
    let t = StudentT(degreesOfFreedom: 5)
    #expect((found.p - t.twoSided(found.statistic)).magnitude < 1e-12)
    let less = try #require(Dunnett(control: control, arms: [arm], alternative: .less)).contrasts[0]
    #expect((less.p - t.p(found.statistic, .less)).magnitude < 1e-12)
    #expect(less.interval.low == -.infinity && less.interval.high > found.interval.estimate)
  }

  @Test
  func `with no effect any arm is rejected in one family of twenty`() {
    // Three arms and a control of 4 values each, their statistics made by hand.
    let law = ManyToOne(loadings: Array(repeating: 0.5.squareRoot(), count: 3), degreesOfFreedom: 12)
    let critical = law.critical(level: 0.95, twoSided: true)
    let numbers = RandomPlan(seed: 8).resampling("dunnett").normals(6000 * 16)
    var rejected = 0
    for trial in 0..<6000 {
      let groups = (0..<4).map { Sample(Array(numbers[trial * 16 + 4 * $0..<trial * 16 + 4 * $0 + 4])) }
      let means = groups.compactMap { $0?.mean }
      let variance: Double = groups.compactMap { $0?.variance }.reduce(0, +) / 4
      let reach: Double = critical * (variance / 2).squareRoot()
      if means.dropFirst().contains(where: { ($0 - means[0]).magnitude > reach }) { rejected += 1 }
    }
    // ± 4 standard errors of 6 000.
    #expect((0.039...0.061).contains(Double(rejected) / 6000), "\(rejected)")
  }

  @Test
  func `without a spread only the means decide`() throws {
    let found = try #require(
      Dunnett(control: try finite([1, 1]), arms: [try finite([1, 1]), try finite([2, 2]), try finite([0])]))
    #expect(found.contrasts.map(\.p) == [1, 0, 0])
    #expect(found.contrasts[1].interval.low == 1 && found.contrasts[1].interval.high == 1)
    let greater = try #require(
      Dunnett(pairedControl: [0.5, 0.6], arms: [[0.75, 0.85], [0.25, 0.35]], alternative: .greater))
    #expect(greater.contrasts.map(\.p) == [0, 1])
  }

  @Test
  func `too little has no answer`() throws {
    let (one, two) = (try finite([1]), try finite([1, 2]))
    #expect(Dunnett(control: two, arms: []) == nil)
    #expect(Dunnett(control: two, arms: [try finite([])]) == nil)
    #expect(Dunnett(control: one, arms: [one, one]) == nil)
    #expect(Dunnett(pairedControl: [1], arms: [[2]]) == nil)
    #expect(Dunnett(pairedControl: [1, 2], arms: [[2, .nan]]) == nil)
    #expect(Dunnett(pairedControl: [1, 2], arms: []) == nil)
  }
}
