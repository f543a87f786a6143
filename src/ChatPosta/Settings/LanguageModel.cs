using ChatPosta.Languages;

namespace ChatPosta.Settings;

/// <param name="Chosen">Null: as the browser says.</param>
public sealed record LanguageModel(Language? Chosen);
