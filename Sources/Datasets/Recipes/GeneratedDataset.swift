import Files
import Randomness
import Specifications

/// The recipes for numbers, sequences and symbols, each with its parameters.
package enum GeneratedDataset: Hashable, Sendable {
  case linearRegression(LinearRegression)
  case rareFeatures(RareFeatures)
  case plantedCoadaptation(PlantedCoadaptation)
  case randomFields(RandomFields)
  case delayedRecall(DelayedRecall)
  case temporalOrder(TemporalOrder)
  case adding(AddingProblem)
  case markovLanguage(MarkovLanguage)
  case concreteLine(ConcreteLine)
  case gapSine(GapSine)
  case teacherStudent(TeacherStudent)

  var recipe: any DatasetRecipe {
    switch self {
    case .linearRegression(let recipe): recipe
    case .rareFeatures(let recipe): recipe
    case .plantedCoadaptation(let recipe): recipe
    case .randomFields(let recipe): recipe
    case .delayedRecall(let recipe): recipe
    case .temporalOrder(let recipe): recipe
    case .adding(let recipe): recipe
    case .markovLanguage(let recipe): recipe
    case .concreteLine(let recipe): recipe
    case .gapSine(let recipe): recipe
    case .teacherStudent(let recipe): recipe
    }
  }

  /// Numbers that the features of a set may have in all: 4 GB of them as they are stored.
  static let mostNumbers = 1_000_000_000

  /// What a network has to answer.
  package var targets: TargetShape { recipe.targets }

  /// Numbers per example.
  package var features: Int { recipe.shape.features }

  /// What its features are.
  package var featureKind: StoredFeatures.Kind { recipe.featureKind }

  /// Every set with its parameters at their default, in the order of the catalogue.
  static var plain: [GeneratedDataset] {
    [
      .linearRegression(.init()), .rareFeatures(.init()), .plantedCoadaptation(.init()), .randomFields(.init()),
      .delayedRecall(.init()), .temporalOrder(.init()), .adding(.init()), .markovLanguage(.init()),
      .concreteLine(.init()), .gapSine(.init()), .teacherStudent(.init()),
    ]
  }

  static var choices: [Choice<DatasetSource>] {
    [
      choice(LinearRegression.self, GeneratedDataset.linearRegression),
      choice(RareFeatures.self, GeneratedDataset.rareFeatures),
      choice(PlantedCoadaptation.self, GeneratedDataset.plantedCoadaptation),
      choice(RandomFields.self, GeneratedDataset.randomFields),
      choice(DelayedRecall.self, GeneratedDataset.delayedRecall),
      choice(TemporalOrder.self, GeneratedDataset.temporalOrder), choice(AddingProblem.self, GeneratedDataset.adding),
      choice(MarkovLanguage.self, GeneratedDataset.markovLanguage),
      choice(ConcreteLine.self, GeneratedDataset.concreteLine), choice(GapSine.self, GeneratedDataset.gapSine),
      choice(TeacherStudent.self, GeneratedDataset.teacherStudent),
    ]
  }

  private static func choice<Recipe: DatasetRecipe>(
    _ type: Recipe.Type, _ wrap: @escaping @Sendable (Recipe) -> GeneratedDataset
  ) -> Choice<DatasetSource> {
    Choice(
      type.name, type.summary, formula: type.formula, source: type.origin, example: type.example,
      read: { map in
        guard let recipe = type.read(&map) else { return nil }
        if let excess = recipe.excess {
          map.problems.report(map.place, excess)
          return nil
        }
        return .generated(wrap(recipe))
      },
      write: { source in
        guard case .generated(let set) = source, let recipe = set.recipe as? Recipe else { return nil }
        return recipe.parameters
      })
  }
}

// MARK: - Making the set

extension GeneratedDataset {
  /// Makes the set of a seed.
  func dataset(_ plan: RandomPlan) -> LoadedDataset {
    let recipe = recipe
    let (training, test) = recipe.sizes
    let first = recipe.draw(Drawing(plan: plan, examples: 0..<training, isTest: false))
    let second = recipe.draw(Drawing(plan: plan, examples: training..<training + test, isTest: true))
    return LoadedDataset(
      source: .generated(self), training: first, test: second, targets: recipe.targets,
      digest: CanonicalBytes.digest(of: [first, second]), lowestLoss: recipe.lowestLoss(plan))
  }
}
