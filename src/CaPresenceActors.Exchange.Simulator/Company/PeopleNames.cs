namespace CaPresenceActors.Exchange.Simulator.Company;

/// <summary>A name as it is shown and as it is spelled in an account.</summary>
internal readonly record struct PersonName(string Shown, string Account);

/// <summary>Names of people from several countries.</summary>
internal static class PeopleNames
{
    private static readonly Culture[] Cultures =
    [
        new(
            ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Jonas", "Katharina", "Lukas", "Mia", "Paul", "Sophie", "Jürgen=juergen", "Käthe=kaethe"],
            ["Becker", "Fischer", "Hoffmann", "Keller", "Lehmann", "Müller=mueller", "Schäfer=schaefer", "Schmidt", "Schröder=schroeder", "Vogel", "Wagner", "Weiß=weiss"],
            SurnameFirst: false),
        new(
            ["Alice", "Charlotte", "Daniel", "Ethan", "Grace", "Hannah", "Jack", "Lucy", "Oliver", "Rachel", "Samuel", "William"],
            ["Anderson", "Bennett", "Clarke", "Edwards", "Harris", "Mitchell", "O'Brien=obrien", "Parker", "Robinson", "Taylor", "Walker", "Wright"],
            SurnameFirst: false),
        new(
            ["陽菜=hina", "結衣=yui", "葵=aoi", "さくら=sakura", "美咲=misaki", "大翔=hiroto", "蓮=ren", "健太=kenta", "翔太=shota", "直樹=naoki"],
            ["佐藤=sato", "鈴木=suzuki", "高橋=takahashi", "田中=tanaka", "伊藤=ito", "渡辺=watanabe", "山本=yamamoto", "中村=nakamura", "小林=kobayashi", "加藤=kato"],
            SurnameFirst: true),
        new(
            ["Camille", "Chloé=chloe", "Élodie=elodie", "François=francois", "Hugo", "Inès=ines", "Julien", "Léa=lea", "Mathieu", "Zoé=zoe"],
            ["Bernard", "Dubois", "Durand", "Girard", "Lefèvre=lefevre", "Martin", "Moreau", "Petit", "Rousseau", "Simon"],
            SurnameFirst: false),
        new(
            ["Alejandro", "Carmen", "Diego", "Elena", "Javier", "Lucía=lucia", "María=maria", "Pablo", "Sofía=sofia", "Tomás=tomas"],
            ["Díaz=diaz", "Fernández=fernandez", "García=garcia", "Hernández=hernandez", "López=lopez", "Martínez=martinez", "Núñez=nunez", "Sánchez=sanchez"],
            SurnameFirst: false),
        new(
            ["Ayşe=ayse", "Emre", "Fatma", "Murat", "Zeynep", "Aleksandra", "Piotr", "Katarzyna", "Björn=bjoern", "Astrid", "Priya", "Arjun", "Wei", "Li Na=lina"],
            ["Yılmaz=yilmaz", "Demir", "Kaya", "Kowalska", "Nowak", "Lindqvist", "Ödegård=odegard", "Sharma", "Patel", "Chen", "Wang", "Nguyễn=nguyen"],
            SurnameFirst: false),
    ];

    public static PersonName Draw(Chance chance)
    {
        var culture = chance.Of(Cultures);
        var (given, givenAccount) = Split(chance.Of(culture.Given));
        var (surname, surnameAccount) = Split(chance.Of(culture.Surnames));
        return new PersonName(culture.SurnameFirst ? $"{surname} {given}" : $"{given} {surname}", $"{givenAccount}.{surnameAccount}");
    }

    // A name that is not spelled with the letters of an account stands with its spelling.
    private static (string Shown, string Account) Split(string name) =>
        name.Split('=') is [var shown, var account] ? (shown, account) : (name, name.ToLowerInvariant());

    private sealed record Culture(string[] Given, string[] Surnames, bool SurnameFirst);
}
