using System.Reflection;
using MapDet.Core.Runtime;
using TorchSharp;

namespace MapDet.Core.Tests.Fixtures;

/// <summary>Finds calls that hand native code a number which nothing keeps alive: see <see cref="TensorArithmetic"/>.</summary>
internal static class ScalarUse
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const byte CallOpcode = 0x28;
    private const byte CallVirtualOpcode = 0x6F;

    /// <summary>Methods of an assembly that make such a call, with the method called.</summary>
    public static IEnumerable<string> FindUnsafe(Assembly assembly, Func<Type, bool> isChecked) =>
        from type in assembly.GetTypes()
        where type != typeof(TensorArithmetic) && isChecked(type)
        from method in type.GetMembers(Everything).OfType<MethodBase>()
        from called in Calls(type, method)
        where IsUnsafe(called)
        select $"{type.FullName}.{method.Name}: {called.DeclaringType!.Name}.{called.Name}";

    private static bool IsUnsafe(MethodBase called) => called switch
    {
        { DeclaringType: { } type, Name: "op_Implicit" } when type == typeof(Scalar) => true,
        { DeclaringType: { } type } when type == typeof(torch.Tensor) => IsUnsafeOfTensor(called),
        _ => false,
    };

    private static bool IsUnsafeOfTensor(MethodBase called) => called.Name switch
    {
        "op_Addition" or "square" => true,
        "op_Subtraction" or "op_Multiply" or "op_Division" or "op_Modulus" =>
            called.GetParameters().Any(p => p.ParameterType != typeof(torch.Tensor)),
        "add" or "add_" => called.GetParameters().Length == 1,
        "addcdiv" or "addcdiv_" => called.GetParameters().Length == 2,
        _ => false,
    };

    /// <summary>What looks like a call in the method's code; a number that looks like one resolves to nothing or to something harmless.</summary>
    private static IEnumerable<MethodBase> Calls(Type type, MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] is CallOpcode or CallVirtualOpcode && Resolve(type, method, BitConverter.ToInt32(code, i + 1)) is { } called)
            {
                yield return called;
            }
        }
    }

    private static MethodBase? Resolve(Type type, MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(
                token,
                type.IsGenericType ? type.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
