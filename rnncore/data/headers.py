"""Words that head a column of names or of counts, in the languages that public lists come in."""

import unicodedata

# In order of preference: where a table has several, the first of these is taken.
NAME_WORDS = (
    "name", "names", "first name", "firstname", "given name", "given names", "givenname", "forename",
    "vorname", "vornamen", "rufname", "prénom", "prenom", "prénoms", "prenoms", "nombre", "nombres", "nome", "nomi",
    "nom", "nume", "prenume", "voornaam", "naam", "fornavn", "navn", "förnamn", "tilltalsnamn", "namn", "nafn", "imię",
    "imie", "jméno", "jmeno", "meno", "keresztnév", "utónév", "név", "etunimi", "nimi", "eesnimi", "vardas", "vārds",
    "имя", "ім'я", "име", "ime", "όνομα", "isim", "ad", "adı", "שם", "שם פרטי", "الاسم", "اسم", "نام", "नाम", "ชื่อ",
    "名前", "名", "姓名", "名字", "이름", "tên", "nama", "full name", "last name", "lastname", "surname", "family name",
    "familyname", "nachname", "familienname", "apellido", "apellidos", "cognome", "cognomi", "cognom", "sobrenome",
    "nom de famille", "achternaam", "efternavn", "etternavn", "efternamn", "nazwisko", "příjmení", "prijmeni",
    "priezvisko", "sukunimi", "perekonnanimi", "фамилия", "прізвище", "prezime", "priimek", "επώνυμο", "soyad",
    "soyadı", "שם משפחה", "שם משפחה בעברית", "苗字", "姓", "성", "ort", "ortsname", "gemeinde", "place", "place name",
    "town", "village", "city", "commune", "localidad", "municipio", "comune", "miejscowość",
)
COUNT_WORDS = (
    "count", "counts", "anzahl", "häufigkeit", "number", "frequency", "freq", "total", "nombre", "effectif",
    "occurrences", "fréquence", "frequence", "frecuencia", "frequenza", "frequência", "frequencia", "cantidad",
    "quantidade", "numero", "número", "numero di persone", "aantal", "antal", "antall", "fjöldi", "liczba",
    "liczba wystąpień", "počet", "pocet", "četnost", "darab", "lukumäärä", "määrä", "arv", "skaits", "количество",
    "число", "кількість", "broj", "število", "πλήθος", "sayı", "sayısı", "מספר", "כמות", "العدد", "人数", "件数",
    "数量",
    "인원", "n", "births", "num", "bearers", "amount",
)


def header_word(cell: str) -> str:
    """A header as it stands in the lists above: small letters, composed, words divided by single spaces."""
    text = unicodedata.normalize("NFC", cell).casefold()
    return " ".join("".join(" " if sign in "_-.:/\"" else sign for sign in text).split())
