import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness
import Tensors

/// How fast the loss rises around the trained weights, in evaluation, by three measures.
///
/// - Adaptive sharpness: the largest rise found within |w′ − w| ≤ ρ |w| for every weight, by five steps along the signs of the
///   gradient (Kwon et al. 2021, with p = ∞). It does not change when a ReLU network moves scale between layers.
/// - Random directions d with ‖d‖ = ‖w‖ for every unit's incoming weights, biases untouched (Li et al. 2018, section 4): mean
///   rise at w ± α d.
/// - Curvature by power iteration on (∇L(w + ε v) − ∇L(w − ε v)) / (2 ε), ε = ‖w‖ / 1000: where the loss is smooth, the
///   Hessian's eigenvalue of largest size; with ReLU, kinks within the steps count, too.
struct Sharpness {
  private let surface: LossSurface
  private let plan: ReplicatePlan
  private let radius: Double
  private let directions: Int
  private let iterations: Int

  static let ascents = 5
  static let distances = ProbeStatistic.directionRise.places

  init(_ trained: TrainedNetwork, _ examples: Examples, radius: Double, directions: Int, iterations: Int) {
    surface = LossSurface(trained, examples)
    plan = trained.plan
    self.radius = radius
    self.directions = directions
    self.iterations = iterations
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let loss = try surface.meanLoss(isCancelled)
    var found = [
      ProbeValue(.surroundedLoss, loss), ProbeValue(.adaptiveSharpness, try adaptive(loss, isCancelled)),
      ProbeValue(.hessianTop, try curvature(isCancelled)),
    ]
    for (distance, rise) in zip(Self.distances, try rises(loss, isCancelled)) {
      found.append(ProbeValue(.directionRise, at: distance, rise))
    }
    return found
  }
}

// MARK: - Adaptive

extension Sharpness {
  private func adaptive(_ loss: Double, _ isCancelled: () -> Bool) throws(TrainingCancelled) -> Double {
    surface.reset()
    var most = 0.0
    for _ in 0..<Self.ascents {
      let gradient = try surface.gradient(isCancelled)
      surface.ascend(gradient, step: 2 * radius / Double(Self.ascents), radius: radius)
      most = max(most, try surface.meanLoss(isCancelled) - loss)
    }
    return most
  }
}

// MARK: - Random directions

extension Sharpness {
  private func rises(_ loss: Double, _ isCancelled: () -> Bool) throws(TrainingCancelled) -> [Double] {
    var sums = [Double](repeating: 0, count: Self.distances.count)
    for index in 0..<directions {
      let direction = direction(index, normalised: true)
      for (place, distance) in Self.distances.enumerated() {
        for side in [distance, -distance] {
          surface.move(along: direction, by: side)
          sums[place] += try surface.meanLoss(isCancelled) - loss
        }
      }
    }
    return sums.map { $0 / Double(2 * directions) }
  }

  /// Normal numbers, unit by unit; `normalised` gives each unit the norm of its weights and leaves biases alone.
  private func direction(_ index: Int, normalised: Bool) -> DoubleBuffer {
    let direction = DoubleBuffer(surface.origin.count)
    for (offset, parameter) in surface.parameters where !normalised || parameter.kind == .weight {
      let stream = plan.probe("sharpness.\(parameter.name)")
      let (rows, units) = (parameter.values.capacity, parameter.values.columns)
      for unit in 0..<units {
        var generator = stream.generator(step: index, example: unit)
        let column = offset + unit / 16 * rows * 16 + unit % 16
        var (own, drawn) = (0.0, 0.0)
        for row in 0..<rows {
          let number = generator.normal()
          direction.base[column + row * 16] = number
          drawn += number * number
          own += Double(surface.origin.base[column + row * 16]) * Double(surface.origin.base[column + row * 16])
        }
        guard normalised, drawn > 0 else { continue }
        let scale = (own / drawn).squareRoot()
        for row in 0..<rows { direction.base[column + row * 16] *= scale }
      }
    }
    return direction
  }
}

// MARK: - Curvature

extension Sharpness {
  private func curvature(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> Double {
    let count = surface.origin.count
    let norm = dl_squared_norm_f32(surface.origin.base, count, DL_PATH_FASTEST).squareRoot()
    let epsilon = (norm > 0 ? norm : 1) / 1000
    let vector = direction(directions, normalised: false)
    dl_scale_f64(vector.base, 1 / dl_dot_f64(vector.base, vector.base, count).squareRoot(), count)
    var eigenvalue = 0.0
    for _ in 0..<iterations {
      surface.move(along: vector, by: epsilon)
      let product = try surface.gradient(isCancelled)
      surface.move(along: vector, by: -epsilon)
      let behind = try surface.gradient(isCancelled)
      dl_scale_difference(product.base, behind.base, 1 / (2 * epsilon), count)
      eigenvalue = dl_dot_f64(vector.base, product.base, count)
      let norm = dl_dot_f64(product.base, product.base, count).squareRoot()
      guard norm > 0 else { return 0 }
      vector.base.update(from: product.base, count: count)
      dl_scale_f64(vector.base, 1 / norm, count)
    }
    return eigenvalue
  }
}
