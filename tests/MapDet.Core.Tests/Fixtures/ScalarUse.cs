using System.Reflection;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>Finds calls that hand native code a number which nothing keeps alive: see <see cref="TensorArithmetic"/>.</summary>
internal static class ScalarUse
{
    private static readonly Assembly s_library = typeof(torch).Assembly;

    /// <summary>Methods of an assembly that make such a call, with the method called.</summary>
    /// <param name="assembly">Compiled code.</param>
    /// <param name="isChecked">Chooses types; null: all but <see cref="TensorArithmetic"/>, which keeps its numbers alive.</param>
    public static IReadOnlyList<string> FindUnsafe(Assembly assembly, Func<Type, bool>? isChecked = null)
    {
        Dictionary<MethodBase, bool> known = [];
        return
        [
            .. from type in assembly.GetTypes()
               where isChecked?.Invoke(type) ?? type != typeof(TensorArithmetic)
               from method in MethodCode.MethodsOf(type)
               from called in MethodCode.Calls(method)
               where called.DeclaringType?.Assembly == s_library && MakesNumber(called, known)
               select $"{type.FullName}.{method.Name}: {called.DeclaringType!.Name}.{called.Name}",
        ];
    }

    /// <summary>True for a method of TorchSharp that turns an argument into a <see cref="Scalar"/>, itself or through other methods of TorchSharp.</summary>
    private static bool MakesNumber(MethodBase method, Dictionary<MethodBase, bool> known)
    {
        if (known.TryGetValue(method, out bool makes))
        {
            return makes;
        }

        // Until it is known, for methods that call themselves.
        known[method] = false;
        return known[method] = method.DeclaringType == typeof(Scalar) && method.Name == "op_Implicit"
            || method.DeclaringType == typeof(ScalarExtensionMethods)
            || MethodCode.Calls(method).Any(called => called.DeclaringType?.Assembly == s_library && MakesNumber(called, known));
    }
}
