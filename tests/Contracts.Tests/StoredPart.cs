using System.Collections;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Documents;
using Messages;

namespace Contracts.Tests;

/// <summary>What is inside documents, at any level.</summary>
internal static class StoredPart
{
    public const string Unknown = "unknownToThisVersion";

    /// <summary>Written whole as bytes, in a form that has a version of its own.</summary>
    private const string Packed = "cells";

    /// <summary>Each type with fields that a document holds, documents aside; of one kind of several each.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. Find().OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>One kind of several is read as whatever kind it says that it is.</summary>
    public static Type ReadAs(Type part) => part.BaseType is { IsAbstract: true } kinds && kinds != typeof(Extensible) ? kinds : part;

    /// <summary>Puts an unknown field into a form, and into every part of it.</summary>
    public static void AddUnknown(JsonNode? form, Type type)
    {
        switch (form)
        {
            case JsonObject fields when ElementOf(type) is { } element:
                fields.ToList().ForEach(entry => AddUnknown(entry.Value, element));
                break;
            case JsonArray items when ElementOf(type) is { } element:
                items.ToList().ForEach(item => AddUnknown(item, element));
                break;
            case JsonObject fields when HasFields(type):
                Read(type).ToList().ForEach(property => AddUnknown(fields[property.Name], property.PropertyType));
                fields[Unknown] = new JsonObject { ["list"] = new JsonArray(1, null) };
                break;
        }
    }

    /// <summary>A document with a copy of each of its parts in place of the part: as a change leaves them at the least.</summary>
    public static object? Copied(object? value)
    {
        switch (value)
        {
            case IDictionary entries and not { IsReadOnly: true }:
                entries.Keys.Cast<object>().ToList().ForEach(key => entries[key] = Copied(entries[key]));
                break;
            case IList items and not byte[]:
                Enumerable.Range(0, items.Count).ToList().ForEach(i => items[i] = Copied(items[i]));
                break;
            case Extensible:
                value = value.GetType().GetMethod("<Clone>$")!.Invoke(value, null);
                CopyParts(value!);
                break;
            case Document:
                CopyParts(value);
                break;
        }

        return value;
    }

    private static void CopyParts(object whole)
    {
        foreach (var property in whole.GetType().GetProperties().Where(property => property.SetMethod is not null && !property.PropertyType.IsValueType))
        {
            property.SetValue(whole, Copied(property.GetValue(whole)));
        }
    }

    private static HashSet<Type> Find()
    {
        var found = new HashSet<Type>();
        foreach (var schema in What_was_sent_or_stored.Schemas)
        {
            Find(schema.DocumentType, found);
        }

        return found;
    }

    private static void Find(Type type, HashSet<Type> found)
    {
        if (ElementOf(type) is { } element)
        {
            Find(element, found);
        }
        else if (type.IsAbstract && HasFields(type))
        {
            type.Assembly.GetTypes().Where(kind => kind.IsSubclassOf(type)).ToList().ForEach(kind => Find(kind, found));
        }
        else if (HasFields(type) && (type.IsAssignableTo(typeof(Document)) || found.Add(type)))
        {
            Read(type).ToList().ForEach(property => Find(property.PropertyType, found));
        }
    }

    /// <summary>Those that are read: what is derived from others is written alone.</summary>
    private static IEnumerable<JsonPropertyInfo> Read(Type type) => DocumentJson.Options.GetTypeInfo(type).Properties
        .Where(property => (property.Set is not null || property.AssociatedParameter is not null) && !property.IsExtensionData && property.Name != Packed);

    /// <summary>Null of what is no list and no dictionary, and of what has no parts.</summary>
    private static Type? ElementOf(Type type) =>
        type == typeof(string) ? null : type.GetInterfaces().Append(type)
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(i => i.GetGenericArguments()[0])
            .Select(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? item.GetGenericArguments()[1] : item)
            .FirstOrDefault();

    /// <summary>Of this house: a scalar is a text, a number or a word.</summary>
    private static bool HasFields(Type type) => !type.IsEnum && !type.IsPrimitive && type.Assembly.GetName().Name is { } name && !name.StartsWith("System", StringComparison.Ordinal);
}
