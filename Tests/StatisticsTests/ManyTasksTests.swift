import Randomness
import Statistics
import Testing

struct ManyTasksTests {
  private let resampling = Resampling(RandomPlan(seed: 4), name: "tasks", count: 499)

  @Test
  func `interquartile means agree with SciPy's trimmed means`() throws {
    try RandomCases(name: "interquartile-mean", function: 28).agree { random in
      let count = random.whole(1, 4)
      let tasks = try (0..<count).map { _ in try random.sample(random.whole(2, 6)) }
      return [try #require(ManyTasks(tasks)).interquartileMean]
    }
  }

  @Test
  func `outliers of either side do not move the interquartile mean`() throws {
    let calm = try #require(ManyTasks([try finite([1, 2, 3, 4]), try finite([5, 6, 7, 8])]))
    let wild = try #require(ManyTasks([try finite([-900, 2, 3, 4]), try finite([5, 6, 7, 8e9])]))
    #expect(calm.interquartileMean == 4.5 && wild.interquartileMean == 4.5)
    let found = try calm.interquartileMean(resampling)
    #expect(found.warning == .fewValues(8) && found.interval.method == .stratifiedPercentile)
    #expect(found.interval.low < 4.5 && found.interval.high > 4.5)
  }

  @Test
  func `the chance of improvement is the mean over tasks, ties counted half`() throws {
    let new = try #require(ManyTasks([try finite([2, 3]), try finite([5, 5, 5])]))
    let old = try #require(ManyTasks([try finite([1, 2]), try finite([5, 5])]))
    let found = try new.probabilityOfImprovement(over: old, resampling)
    #expect(found.interval.estimate == (3.5 / 4 + 0.5) / 2)
    #expect(found.interval.low >= 0.25 && found.interval.high <= 0.75)
    let back = try old.probabilityOfImprovement(over: new, resampling)
    #expect(agrees(back.interval.estimate + found.interval.estimate, 1))
  }

  @Test
  func `with eight runs on six tasks the interval covers nearly as often as it says`() throws {
    // Normal scores around 0 on every task: the interquartile mean aims at 0.
    var covered = 0
    for trial in 0..<300 {
      let numbers = RandomPlan(seed: 2).resampling("iqm").normals(48, step: trial)
      let tasks = try (0..<6).map { try finite(Array(numbers[8 * $0..<8 * $0 + 8])) }
      let draws = Resampling(RandomPlan(seed: 2), name: "iqm \(trial)", count: 199)
      let interval = try #require(ManyTasks(tasks)).interquartileMean(draws).interval
      if interval.low <= 0 && 0 <= interval.high { covered += 1 }
    }
    #expect((0.87...0.98).contains(Double(covered) / 300), "\(covered)")
  }

  @Test
  func `no tasks, a task without runs and single runs have no answer`() throws {
    #expect(ManyTasks([]) == nil)
    #expect(ManyTasks([try finite([1]), try finite([])]) == nil)
    let single = try #require(ManyTasks([try finite([1]), try finite([2])]))
    #expect(single.interquartileMean == 1.5)
    #expect(throws: BootstrapRefusal.oneValue) { try single.interquartileMean(resampling) }
    let equal = try #require(ManyTasks([try finite([2, 2, 2])])).interquartileMean(resampling).interval
    #expect(equal.low == 2 && equal.high == 2)
  }
}
